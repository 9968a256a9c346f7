"""What is measured: one small file for each group of measures, pure functions over plain values."""
