// The one script of every page: parts find what they serve by data attributes and stay away otherwise.
import "./theme.js";
