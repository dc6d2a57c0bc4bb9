"""Pictures of everything that the window can show, to be looked at; the tests of dialogs open the same ones."""
