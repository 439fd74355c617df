package io.github.openairun.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of a test class, which are empty before each test.
 */
class StoreDatabase implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private final Database.Kind kind;

	private HikariDataSource dataSource;

	StoreDatabase(Database.Kind kind) {
		this.kind = kind;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		Database database = Database.create(this.kind);
		this.dataSource = database.open();
		database.initialize(this.dataSource);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		jdbc.update("delete from openai_run_thread");
		jdbc.update("delete from openai_run_link");
		jdbc.update("delete from openai_run_drive");
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.dataSource.close();
	}

	HikariDataSource dataSource() {
		return this.dataSource;
	}

	JdbcAccess access() {
		return Database.access(this.dataSource);
	}

}
