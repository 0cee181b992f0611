"""The edge shared by every feature: pages and partials, the look, headers, static files.

Nothing here knows a feature. Each module that needs the application has `init_app`.
"""
