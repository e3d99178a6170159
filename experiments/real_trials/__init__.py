"""The model beside the arms of real trials."""
