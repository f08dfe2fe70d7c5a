"""OZON: takes in what the LVBB published and shows it by the API Presenteren."""
