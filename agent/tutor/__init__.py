"""Who speaks in the scene: the role-play agent, its persona and the guidance it gets. Language in `prompts/*.md`."""
