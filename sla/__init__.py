"""How long, counted in working time: pure; knows neither web, database nor wall clock."""
