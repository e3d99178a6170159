"""What researchers do with the model: runs on disk, sweeps, figures, the arms of real trials."""
