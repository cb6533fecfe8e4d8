"""The one search box: a query in words, sources that features give, results that a reader may see."""
