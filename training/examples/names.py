"""Say what the labels of the example figures name, in the form of the annotated figures.

Genes are current HGNC symbols, `fplx` is FamPlex, `mesh` a MeSH descriptor or supplementary concept.
"""

from __future__ import annotations

from typing import Any

Entity = dict[str, Any]

AKT = "AKT1 AKT2 AKT3"
PI3K = "PIK3CA PIK3CB PIK3CD PIK3CG PIK3R1 PIK3R2 PIK3R3 PIK3R4 PIK3R5 PIK3R6"
NFKB = "NFKB1 NFKB2 REL RELA RELB"


def gene(symbols: str) -> Entity:
    return {"type": "gene", "genes": symbols.split()}


def family(members: str, fplx: str = "") -> Entity:
    return {"type": "family", "genes": members.split(), "fplx": fplx}


def complex_(members: str, fplx: str = "") -> Entity:
    return {"type": "complex", "genes": members.split(), "fplx": fplx}


def chemical(mesh: str = "") -> Entity:
    return {"type": "chemical", "genes": [], "mesh": mesh}


def plain_kind(kind: str) -> Entity:
    return {"type": kind, "genes": []}


PLACE, PROCESS, OTHER = plain_kind("place"), plain_kind("process"), plain_kind("other_molecule")

EGFR = {
    "EGF": gene("EGF"), "EGFR": gene("EGFR"), "GRB2": gene("GRB2"), "SOS1": gene("SOS1"),
    "RAS": family("HRAS KRAS NRAS", "RAS"), "NF1": gene("NF1"), "RAF": family("ARAF BRAF RAF1", "RAF"),
    "MEK1/2": family("MAP2K1 MAP2K2", "MEK"), "ERK1/2": family("MAPK1 MAPK3", "ERK"), "DUSP6": gene("DUSP6"),
    "SPRY2": gene("SPRY2"), "PI3K": family(PI3K, "PI3K"), "PTEN": gene("PTEN"), "PIP2": chemical("D019269"),
    "PIP3": chemical("C060974"), "PDK1": gene("PDPK1"), "AKT": family(AKT, "AKT"),
    "TSC1/TSC2": complex_("TSC1 TSC2"), "RHEB": gene("RHEB"), "FOXO3": gene("FOXO3"),
    "mTORC1": complex_("MTOR RPTOR MLST8 AKT1S1 DEPTOR", "mTORC1"), "p70S6K": gene("RPS6KB1"),
    "4E-BP1": gene("EIF4EBP1"), "MYC": gene("MYC"), "ELK1": gene("ELK1"), "FOS": gene("FOS"),
    "gefitinib": chemical("D000077156"), "trametinib": chemical("C560077"), "alpelisib": chemical("C585539"),
    "MK-2206": chemical("C548887"), "everolimus": chemical("D000068338"), "CCND1": gene("CCND1"),
    "Proliferation": PROCESS, "Survival": PROCESS, "Protein synthesis": PROCESS, "Nucleus": PLACE,
    "Cytoplasm": PLACE, "Extracellular space": PLACE,
}  # fmt: skip

GLYCOLYSIS = {
    "Glucose": chemical("D005947"), "GLUT1": gene("SLC2A1"), "HK2": gene("HK2"), "GPI": gene("GPI"),
    "PFKM": gene("PFKM"), "ALDOA": gene("ALDOA"), "TPI1": gene("TPI1"), "GAPDH": gene("GAPDH"),
    "PGK1": gene("PGK1"), "PGAM1": gene("PGAM1"), "ENO1": gene("ENO1"), "PKM2": gene("PKM"), "LDHA": gene("LDHA"),
    "MCT4": gene("SLC16A3"), "MPC1/2": complex_("MPC1 MPC2"), "PDK1": gene("PDK1"),
    "PDH": complex_("PDHA1 PDHA2 PDHB DLAT DLD PDHX", "PDH"), "CS": gene("CS"), "ACO2": gene("ACO2"),
    "IDH3": complex_("IDH3A IDH3B IDH3G"), "OGDH": gene("OGDH"), "SUCLG1": gene("SUCLG1"),
    "SDHA-D": complex_("SDHA SDHB SDHC SDHD"), "FH": gene("FH"), "MDH2": gene("MDH2"),
    "Glucose-6-P": chemical("D019298"), "Fructose-6-P": chemical("C027618"), "Fructose-1,6-BP": chemical("C029063"),
    "DHAP": chemical("D004099"), "GA3P": chemical("D005986"), "1,3-BPG": chemical(""), "3-PG": chemical("C005156"),
    "2-PG": chemical("C008885"), "PEP": chemical("D010728"), "Pyruvate": chemical("D019289"),
    "Lactate": chemical("D019344"), "Acetyl-CoA": chemical("D000105"), "Citrate": chemical("D019343"),
    "Isocitrate": chemical("C034219"), "α-Ketoglutarate": chemical("D007656"), "Succinyl-CoA": chemical("C012046"),
    "Succinate": chemical("D019802"), "Fumarate": chemical("D005650"), "Malate": chemical("D008293"),
    "Oxaloacetate": chemical("D062907"), "ATP": chemical("D000255"), "ADP": chemical("D000244"),
    "NAD+": chemical("D009243"), "NADH": chemical("D009243"), "FAD": chemical("D005182"),
    "FADH2": chemical("D005182"), "GTP": chemical("D006160"), "CO2": chemical("D002245"), "CoA": chemical("D003065"),
    "TCA cycle": PROCESS, "Glycolysis": PROCESS, "Cytosol": PLACE, "Mitochondrion": PLACE,
    "2-DG": chemical("D003847"), "DCA": chemical("D003999"), "HIF-1α": gene("HIF1A"),
}  # fmt: skip

TLR4 = {
    "LPS": chemical("D008070"), "LBP": gene("LBP"), "CD14": gene("CD14"), "MD-2": gene("LY96"), "TLR4": gene("TLR4"),
    "TIRAP": gene("TIRAP"), "MyD88": gene("MYD88"), "IRAK4": gene("IRAK4"), "IRAK1": gene("IRAK1"),
    "TRAF6": gene("TRAF6"), "TAK1": gene("MAP3K7"), "TAB2": gene("TAB2"), "IKKα": gene("CHUK"), "IKKβ": gene("IKBKB"),
    "NEMO": gene("IKBKG"), "IκBα": gene("NFKBIA"), "p50": gene("NFKB1"), "p65": gene("RELA"), "MKK3/6": gene("MAP2K3 MAP2K6"),
    "p38": family("MAPK11 MAPK12 MAPK13 MAPK14", "p38"), "JNK": family("MAPK8 MAPK9 MAPK10", "JNK"),
    "MKK4/7": gene("MAP2K4 MAP2K7"), "AP-1": complex_("FOS FOSB FOSL1 FOSL2 JUN JUNB JUND ATF2 ATF3", "AP1"), "TRAM": gene("TICAM2"), "TRIF": gene("TICAM1"), "TRAF3": gene("TRAF3"),
    "TBK1": gene("TBK1"), "IKKε": gene("IKBKE"), "IRF3": gene("IRF3"), "A20": gene("TNFAIP3"),
    "TNF-α": gene("TNF"), "IL-6": gene("IL6"), "IL-1β": gene("IL1B"), "IFN-β": gene("IFNB1"), "CXCL10": gene("CXCL10"),
    "TAK-242": chemical("C507035"), "Inflammation": {"type": "disease", "genes": [], "mesh": "D007249"},
    "Proteasome": complex_("", "Proteasome"), "Nucleus": PLACE, "Cytoplasm": PLACE, "Endosome": PLACE,
    "Plasma membrane": PLACE, "Antiviral response": PROCESS,
}  # fmt: skip

MAM = {
    "Insulin": gene("INS"), "Insulin receptor": gene("INSR"), "Insulin\nreceptor": gene("INSR"),
    "IRS": family("IRS1 IRS2 IRS4", "IRS"), "PI3K": family(PI3K, "PI3K"), "AKT": family(AKT, "AKT"),
    "GLUT4": gene("SLC2A4"), "GPCR": plain_kind("family"), "Gq": family("GNA11 GNA14 GNA15 GNAQ", "Gq"),
    "PLCβ": family("PLCB1 PLCB2 PLCB3 PLCB4", "PLCB"), "PIP2": chemical("D019269"), "IP3": chemical("D015544"),
    "DAG": chemical("D004075"), "IP3R": family("ITPR1 ITPR2 ITPR3", "ITPR"), "GRP75": gene("HSPA9"),
    "VDAC": family("VDAC1 VDAC2 VDAC3", "VDAC"), "MCU": gene("MCU"), "RyR": family("RYR1 RYR2 RYR3", "RYR"),
    "SERCA": family("ATP2A1 ATP2A2 ATP2A3", "SERCA"),
    "TRPC": family("TRPC1 TRPC3 TRPC4 TRPC5 TRPC6 TRPC7", "TRPC"),
    "Calcineurin": complex_("PPP3CA PPP3CB PPP3CC PPP3R1 PPP3R2", "Calcineurin"),
    "CREB": family("CREB1 CREM ATF1", "CREB"), "CRTC2": gene("CRTC2"), "PGC-1α": gene("PPARGC1A"),
    "PCK1": gene("PCK1"), "G6PC": gene("G6PC1"), "Ca2+": chemical("D002118"), "Glucose": chemical("D005947"),
    "ATP": chemical("D000255"), "TCA": PROCESS, "Mfn2": gene("MFN2"), "GSV": PLACE, "ER": PLACE,
    "Mitochondrion": PLACE, "Nucleus": PLACE, "Cytosol": PLACE, "MAM": PLACE, "Gluconeogenesis": PROCESS,
    "Glucagon": gene("GCG"), "Extracellular": PLACE,
}  # fmt: skip

APOPTOSIS = {
    "FasL": gene("FASLG"), "Fas": gene("FAS"), "FADD": gene("FADD"), "procaspase-8": gene("CASP8"),
    "caspase-8": gene("CASP8"), "c-FLIP": gene("CFLAR"), "Bid": gene("BID"), "tBid": gene("BID"),
    "Bax": gene("BAX"), "Bak": gene("BAK1"), "Bcl-2": gene("BCL2"), "Bcl-xL": gene("BCL2L1"),
    "cytochrome c": gene("CYCS"), "Smac": gene("DIABLO"), "Apaf-1": gene("APAF1"), "dATP": chemical("C026600"),
    "procaspase-9": gene("CASP9"), "caspase-9": gene("CASP9"), "caspase-3": gene("CASP3"), "XIAP": gene("XIAP"),
    "ICAD": gene("DFFA"), "PARP": gene("PARP1"), "APOPTOSIS": PROCESS, "DNA fragmentation": PROCESS,
    "plasma membrane": PLACE, "mitochondrion": PLACE, "staurosporine": chemical("D019311"),
    "apoptosome": plain_kind("complex"),
}  # fmt: skip

P53 = {
    "DNA damage": PROCESS, "ATM": gene("ATM"), "ATR": gene("ATR"), "CHK1": gene("CHEK1"), "CHK2": gene("CHEK2"),
    "p53": gene("TP53"), "MDM2": gene("MDM2"), "MDMX": gene("MDM4"), "p14ARF": gene("CDKN2A"), "p21": gene("CDKN1A"),
    "14-3-3σ": gene("SFN"), "GADD45": gene("GADD45A GADD45B GADD45G"), "CDK2": gene("CDK2"), "CDK4/6": gene("CDK4 CDK6"),
    "Cyclin D": family("CCND1 CCND2 CCND3", "Cyclin_D"), "Cyclin E": family("CCNE1 CCNE2", "Cyclin_E"),
    "Cyclin B": family("CCNB1 CCNB2 CCNB3", "Cyclin_B"), "CDC2": gene("CDK1"), "PUMA": gene("BBC3"),
    "NOXA": gene("PMAIP1"), "BAX": gene("BAX"), "CASP9": gene("CASP9"), "CASP3": gene("CASP3"), "PAI-1": gene("SERPINE1"),
    "TSP1": gene("THBS1"), "SESN1": gene("SESN1"), "TIGAR": gene("TIGAR"), "nutlin-3": chemical("C482205"),
    "doxorubicin": chemical("D004317"), "G1 arrest": PROCESS, "G2 arrest": PROCESS, "Apoptosis": PROCESS,
    "Angiogenesis": PROCESS, "DNA repair": PROCESS, "Senescence": PROCESS, "Rb": gene("RB1"),
    "CDKN1A": gene("CDKN1A"), "BBC3": gene("BBC3"), "RB1": gene("RB1"),
    "E2F": family("E2F1 E2F2 E2F3 E2F4 E2F5 E2F6 E2F7 E2F8", "E2F"),
}  # fmt: skip
