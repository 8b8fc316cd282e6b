"""The monthly obligation (月度任务): one visit to every institution every month."""
