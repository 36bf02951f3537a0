"""cherrypy-cors."""
