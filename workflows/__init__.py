"""What may happen next: pure rules over events; knows neither web, database nor wall clock."""
