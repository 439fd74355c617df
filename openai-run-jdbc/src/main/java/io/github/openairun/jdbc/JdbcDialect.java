package io.github.openairun.jdbc;

import java.sql.DatabaseMetaData;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * What databases spell differently.
 */
enum JdbcDialect {

	POSTGRESQL, MYSQL, OTHER;

	static JdbcDialect of(JdbcOperations jdbc) {
		String product = jdbc.execute((ConnectionCallback<String>) (connection) -> {
			DatabaseMetaData metadata = connection.getMetaData();
			return metadata.getDatabaseProductName();
		});
		return switch (String.valueOf(product)) {
			case "PostgreSQL" -> POSTGRESQL;
			case "MySQL", "MariaDB" -> MYSQL;
			default -> OTHER;
		};
	}

	/**
	 * Return the end of an insert statement that inserts nothing if there is a row with
	 * the same value, and leaves the transaction alive; empty if a violation of the
	 * constraint does that.
	 */
	String ignoreDuplicates(String column) {
		return switch (this) {
			case POSTGRESQL -> " on conflict (" + column + ") do nothing";
			case MYSQL -> " on duplicate key update " + column + " = " + column;
			case OTHER -> "";
		};
	}

}
