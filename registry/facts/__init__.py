"""Questions and their answers. Each takes its day by keyword and costs a number of
queries that does not grow with the answer; none knows a request, HTML or the clock."""
