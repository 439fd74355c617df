package io.github.openairun.jdbc;

/**
 * Tests for durable runs on H2.
 */
class H2DurableRunsTests extends AbstractDurableRunsTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

}
