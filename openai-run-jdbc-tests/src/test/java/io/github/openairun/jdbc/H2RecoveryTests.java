package io.github.openairun.jdbc;

/**
 * Tests for the recovery of durable runs on H2.
 */
class H2RecoveryTests extends AbstractRecoveryTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

}
