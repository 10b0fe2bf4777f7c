"""Hold one small pathway in both versions: AKT1 -| FOXO1 in the cell, a complex, and an enzyme on the arrow."""

from __future__ import annotations

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="Small" Version="WP1_r2" Organism="Homo sapiens">
  <Comment Source="WikiPathways-description">A small one.</Comment>
  <Graphics BoardWidth="300.0" BoardHeight="200.0" />
  <DataNode TextLabel="AKT1" GraphId="a1" Type="GeneProduct">
    <Graphics CenterX="50.0" CenterY="20.0" Width="40.0" Height="20.0" />
    <Xref Database="Entrez Gene" ID="207" />
  </DataNode>
  <DataNode TextLabel="FOXO1" GraphId="f1" Type="Protein">
    <Graphics CenterX="150.0" CenterY="20.0" Width="40.0" Height="20.0" />
    <Xref Database="Ensembl" ID="ENSG00000150907" />
  </DataNode>
  <DataNode TextLabel="VDAC1" GraphId="v1" Type="GeneProduct" GroupRef="inner">
    <Graphics CenterX="50.0" CenterY="90.0" Width="40.0" Height="20.0" />
    <Xref Database="HGNC" ID="VDAC1" />
  </DataNode>
  <DataNode TextLabel="GRP75" GraphId="h9" Type="GeneProduct" GroupRef="outer">
    <Graphics CenterX="50.0" CenterY="110.0" Width="40.0" Height="20.0" />
    <Xref Database="" ID="" />
  </DataNode>
  <DataNode TextLabel="Ca2+" GraphId="ca" Type="Metabolite">
    <Graphics CenterX="150.0" CenterY="100.0" Width="40.0" Height="20.0" />
    <Xref Database="ChEBI" ID="CHEBI:29108" />
  </DataNode>
  <DataNode TextLabel="no id" Type="Metabolite"><Graphics CenterX="9" CenterY="9" Width="4" Height="4" /></DataNode>
  <State TextLabel="P" GraphId="s1" GraphRef="f1"><Graphics RelX="1" RelY="1" Width="5" Height="5" /></State>
  <Interaction GraphId="i1">
    <Graphics>
      <Point X="70" Y="20" GraphRef="a1" /><Point X="130" Y="20" GraphRef="s1" ArrowHead="mim-inhibition" />
      <Anchor Position="0.5" GraphId="anchor1" />
    </Graphics>
  </Interaction>
  <Interaction GraphId="i2">
    <Graphics LineStyle="Broken">
      <Point X="100" Y="20" GraphRef="anchor1" ArrowHead="mim-catalysis" /><Point X="50" Y="80" GraphRef="g1" />
    </Graphics>
  </Interaction>
  <Interaction GraphId="i3">
    <Graphics>
      <Point X="70" Y="100" GraphRef="g1" ArrowHead="Arrow" /><Point X="130" Y="100" GraphRef="ca" ArrowHead="TBar" />
    </Graphics>
  </Interaction>
  <Interaction GraphId="i4"><Graphics><Point X="1" Y="1" /><Point X="9" Y="9" GraphRef="ca" /></Graphics></Interaction>
  <Label TextLabel="Title" GraphId="l1"><Graphics CenterX="9" CenterY="9" Width="4" Height="4" /></Label>
  <Group GroupId="outer" GraphId="g1" Style="Complex" TextLabel="bridge" />
  <Group GroupId="inner" GraphId="g2" GroupRef="outer" Style="Group" />
  <Group GroupId="hollow" GraphId="g3" Style="Group" />
</Pathway>
"""

NEW = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2021" title="Small" organism="Homo sapiens" version="r2">
  <Xref identifier="WP1" dataSource="WikiPathways" />
  <Description>A small one.</Description>
  <Graphics boardWidth="300.0" boardHeight="200.0" />
  <DataNodes>
    <DataNode elementId="a1" textLabel="AKT1" type="GeneProduct">
      <Xref identifier="207" dataSource="Entrez Gene" />
      <Graphics centerX="50.0" centerY="20.0" width="40.0" height="20.0" />
    </DataNode>
    <DataNode elementId="f1" textLabel="FOXO1" type="Protein">
      <Xref identifier="ENSG00000150907" dataSource="Ensembl" />
      <States><State elementId="s1" textLabel="P" type="Phosphorylated"><Graphics relX="1" relY="1" /></State></States>
      <Graphics centerX="150.0" centerY="20.0" width="40.0" height="20.0" />
    </DataNode>
    <DataNode elementId="v1" textLabel="VDAC1" type="GeneProduct" groupRef="g2">
      <Xref identifier="VDAC1" dataSource="HGNC" />
      <Graphics centerX="50.0" centerY="90.0" width="40.0" height="20.0" />
    </DataNode>
    <DataNode elementId="h9" textLabel="GRP75" type="GeneProduct" groupRef="g1">
      <Graphics centerX="50.0" centerY="110.0" width="40.0" height="20.0" />
    </DataNode>
    <DataNode elementId="ca" textLabel="Ca2+" type="Metabolite">
      <Xref identifier="CHEBI:29108" dataSource="ChEBI" />
      <Graphics centerX="150.0" centerY="100.0" width="40.0" height="20.0" />
    </DataNode>
    <DataNode elementId="" textLabel="no id" type="Metabolite">
      <Graphics centerX="9" centerY="9" width="4" height="4" />
    </DataNode>
  </DataNodes>
  <Interactions>
    <Interaction elementId="i1">
      <Waypoints>
        <Point elementId="p1" x="70" y="20" elementRef="a1" arrowHead="Undirected" />
        <Point elementId="p2" x="130" y="20" elementRef="s1" arrowHead="Inhibition" />
        <Anchor elementId="anchor1" position="0.5" />
      </Waypoints>
    </Interaction>
    <Interaction elementId="i2">
      <Waypoints>
        <Point elementId="p3" x="50" y="80" elementRef="g1" arrowHead="Undirected" />
        <Point elementId="p4" x="100" y="20" elementRef="anchor1" arrowHead="Catalysis" />
      </Waypoints>
      <Graphics lineStyle="Dashed" />
    </Interaction>
    <Interaction elementId="i3">
      <Waypoints>
        <Point elementId="p5" x="70" y="100" elementRef="g1" arrowHead="Directed" />
        <Point elementId="p6" x="130" y="100" elementRef="ca" arrowHead="Inhibition" />
      </Waypoints>
    </Interaction>
    <Interaction elementId="i4">
      <Waypoints><Point x="1" y="1" /><Point x="9" y="9" elementRef="ca" /></Waypoints>
    </Interaction>
  </Interactions>
  <Labels>
    <Label elementId="l1" textLabel="Title"><Graphics centerX="9" centerY="9" width="4" height="4" /></Label>
  </Labels>
  <Groups>
    <Group elementId="g1" type="Complex" textLabel="bridge" />
    <Group elementId="g2" groupRef="g1" type="Group" />
    <Group elementId="g3" type="Group" />
  </Groups>
</Pathway>
"""
