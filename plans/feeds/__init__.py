"""Data feeds: flat tables of all plans of a partnership, for programs such as Power BI."""
