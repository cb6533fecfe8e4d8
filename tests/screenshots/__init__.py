"""Pictures of the demo: some for the documents, and every page of the route table for people who look."""
