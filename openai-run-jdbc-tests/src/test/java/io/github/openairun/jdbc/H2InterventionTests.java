package io.github.openairun.jdbc;

/**
 * Tests for interventions into durable runs on H2.
 */
class H2InterventionTests extends AbstractInterventionTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

}
