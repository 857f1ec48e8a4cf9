def check(*a): return []
def check_explanation(*a): return []
