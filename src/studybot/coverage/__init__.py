"""What the material covers: objectives against passages, learners' questions against passages, and the material's health."""
