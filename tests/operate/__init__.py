"""The files of docs/operate do what they say: real proxies before real nodes."""
