"""When: working days with exchanged days 调休, and limits as values."""
