"""Find the arrows of a figure and link their ends to labels: the stage that fills `FigureRecord.relations`."""
