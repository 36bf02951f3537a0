"""python-socketio, python-engineio and Flask-SocketIO."""
