package io.github.openairun.jdbc;

import io.github.openairun.RunException;

/**
 * The application shuts down; another node goes on with the drive.
 */
class DriveStoppedException extends RunException {

	private static final long serialVersionUID = 1;

	DriveStoppedException() {
		super("The application shuts down; another node goes on with the run", null);
	}

}
