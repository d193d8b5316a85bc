"""A camera that turns about a point of the scene, as numbers."""

import numpy as np
from numpy.typing import NDArray

FIELD_OF_VIEW = 32.0  # degrees, vertical
NEAREST, FARTHEST = 0.6, 40.0  # m from the centre
LOOKS = {  # azimuth and elevation in degrees; the cameras that lifted poses come from look along +y
    "reset": (-28.0, 14.0),
    "front": (0.0, 4.0),
    "side": (90.0, 4.0),
    "top": (0.0, 90.0),
}


class Orbit:
    """azimuth 0 looks along +y, 90 along −x; elevation 90 looks down; distance in metres from the centre."""

    def __init__(self) -> None:
        self.azimuth, self.elevation = LOOKS["reset"]
        self.distance = 4.2
        self.centre = np.array([0.0, 0.0, 0.9])

    def axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Unit vectors of the scene that point right, up and backward (to the eye) on screen."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        right = np.array([np.cos(a), np.sin(a), 0.0])
        up = np.array([-np.sin(e) * np.sin(a), np.sin(e) * np.cos(a), np.cos(e)])
        return right, up, np.cross(right, up)

    def matrix(self, aspect: float) -> NDArray[np.float32]:
        """(4, 4) from the scene to OpenGL's clip space, for column vectors. aspect: width / height."""
        right, up, back = self.axes()
        view = np.eye(4)
        view[:3, :3] = np.stack([right, up, back])
        view[:3, 3] = -view[:3, :3] @ (self.centre + back * self.distance)
        near, far = 0.05, self.distance + 60.0
        f = 1 / np.tan(np.radians(FIELD_OF_VIEW / 2))
        projection = np.zeros((4, 4))
        projection[0, 0], projection[1, 1] = f / aspect, f
        projection[2, 2], projection[2, 3] = (far + near) / (near - far), 2 * far * near / (near - far)
        projection[3, 2] = -1
        return (projection @ view).astype(np.float32)

    def under(self, x: float, y: float, aspect: float, through: NDArray[np.floating]) -> NDArray[np.float64]:
        """(3,) the place seen at x (right) and y (up), −1 to 1 on screen, at the depth of a point (3,) of the scene."""
        right, up, back = self.axes()
        half = np.tan(np.radians(FIELD_OF_VIEW / 2))
        eye = self.centre + back * self.distance
        depth = float((eye - np.asarray(through, dtype=np.float64)) @ back)
        return np.asarray(eye + depth * (-back + half * (aspect * x * right + y * up)))

    def look(self, name: str, width: float, height: float, aspect: float) -> None:
        """One of LOOKS. 'reset' also brings width × height metres about (0, 0, height / 2) into view."""
        self.azimuth, self.elevation = LOOKS[name]
        if name == "reset":
            half = np.tan(np.radians(FIELD_OF_VIEW / 2))
            self.centre = np.array([0.0, 0.0, height / 2])
            wanted = max(height / (2 * half), width / (2 * half * aspect)) * 1.15 + 0.5
            self.distance = float(np.clip(wanted, NEAREST, FARTHEST))

    def turn(self, dx: float, dy: float) -> None:
        """Orbit by a drag in pixels."""
        self.azimuth = (self.azimuth - 0.5 * dx + 180) % 360 - 180
        self.elevation = float(np.clip(self.elevation + 0.5 * dy, -30, 90))

    def move(self, dx: float, dy: float, height: int) -> None:
        """Shift by a drag in pixels of a picture `height` pixels high: what is at the centre follows the pointer."""
        metres = 2 * self.distance * np.tan(np.radians(FIELD_OF_VIEW / 2)) / max(height, 1)
        right, up, _ = self.axes()
        self.centre = self.centre + (-dx * right + dy * up) * metres

    def zoom(self, factor: float) -> None:
        """Closer (factor > 1) or further."""
        self.distance = float(np.clip(self.distance / factor, NEAREST, FARTHEST))

    def directions(self) -> NDArray[np.float64]:
        """(3, 2): where the scene's x, y and z point on screen (x right, y down), length 1 when seen from the side."""
        right, up, _ = self.axes()
        return np.stack([right, -up], axis=1)
