"""Form II.05b: petitions (phản ánh, kiến nghị) of every office below one, office by office."""
