"""Several people at one pile of documents: packages over a shared folder, or one queue and one record on a server."""
