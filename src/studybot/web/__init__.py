"""What stands between a connection and the faces: who may send what, how much of it, and what every reply carries."""
