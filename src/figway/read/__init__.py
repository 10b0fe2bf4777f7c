"""Read the text of a figure: picture files, OCR engines and the stage that fills `FigureRecord.text`."""
