package io.github.openairun.jdbc;

/**
 * Tests for runs that no node holds, on H2.
 */
class H2WaitingRunTests extends AbstractWaitingRunTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

}
