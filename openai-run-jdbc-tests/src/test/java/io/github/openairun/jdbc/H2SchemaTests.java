package io.github.openairun.jdbc;

/**
 * Tests for the tables on H2.
 */
class H2SchemaTests extends AbstractSchemaTests {

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

}
