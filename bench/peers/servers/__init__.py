"""Programs and configurations of peers: a room each, as somebody would write it by the book of its library.

They run in environments of their own, in which nothing of the product is installed. Those of Python keep
posts in the same way (store.py).
"""
