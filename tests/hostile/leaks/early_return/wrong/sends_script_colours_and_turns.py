# before: contained
# verdict: <script>alert
raise RuntimeError("</td><script>alert(1)</script>\x1b[31m\x07\u202eturned\u2066 =1+1 {{7*7}}\n@SUM(1)")
