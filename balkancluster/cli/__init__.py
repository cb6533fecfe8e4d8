"""The commands of the coordinator and the operator, one file a subject."""
