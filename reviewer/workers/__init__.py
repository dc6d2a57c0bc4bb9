"""Work in processes of its own: what aborts, hangs or eats memory there costs one job, not the program (docs/adr/0006)."""
