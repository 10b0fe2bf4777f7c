"""Make what the classifier ships: a frozen backbone, a head on its features, and the words of captions."""
