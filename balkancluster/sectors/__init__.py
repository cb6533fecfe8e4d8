"""What organisations work in: the divisions of NACE Rev. 2, in the words of every reader."""
