package io.github.openairun.engine;

/**
 * A drive that somebody drives.
 */
interface ActiveDrive {

	/** What has happened to a wait that the shutdown ends. */
	String SHUT_DOWN = "was ended by the shutdown of the application";

	Drive drive();

	/** End the drive and leave its run alone. */
	void shutDown();

}
