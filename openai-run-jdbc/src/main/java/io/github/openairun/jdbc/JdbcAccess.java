package io.github.openairun.jdbc;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * Access to the database of the application, with the names of the tables.
 *
 * @since 0.1.0
 */
public final class JdbcAccess {

	private final JdbcOperations jdbc;

	private final PlatformTransactionManager transactionManager;

	private final JdbcTables tables;

	private final RunTasks tasks;

	private final SingletonSupplier<JdbcDialect> dialect;

	private final TransactionTemplate joined;

	private final TransactionTemplate own;

	private final TransactionTemplate none;

	/**
	 * Create an access.
	 * @param jdbc the database
	 * @param transactionManager the transactions of the same database
	 * @param tables the names of the tables
	 */
	public JdbcAccess(JdbcOperations jdbc, PlatformTransactionManager transactionManager, JdbcTables tables) {
		Assert.notNull(jdbc, "'jdbc' must not be null");
		Assert.notNull(transactionManager, "'transactionManager' must not be null");
		Assert.notNull(tables, "'tables' must not be null");
		this.jdbc = jdbc;
		this.transactionManager = transactionManager;
		this.tables = tables;
		this.tasks = new RunTasks(tables);
		this.dialect = SingletonSupplier.of(() -> JdbcDialect.of(jdbc));
		this.joined = new TransactionTemplate(transactionManager);
		this.own = template(transactionManager, TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.none = template(transactionManager, TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
	}

	private static TransactionTemplate template(PlatformTransactionManager transactionManager, int propagation) {
		TransactionTemplate template = new TransactionTemplate(transactionManager);
		template.setPropagationBehavior(propagation);
		return template;
	}

	/**
	 * Return what manages the transactions in which everything is written.
	 * @return the transaction manager
	 */
	public PlatformTransactionManager transactionManager() {
		return this.transactionManager;
	}

	JdbcOperations jdbc() {
		return this.jdbc;
	}

	JdbcDialect dialect() {
		return this.dialect.obtain();
	}

	/** Return the tasks that belong to the tables. */
	RunTasks tasks() {
		return this.tasks;
	}

	/** Return an SQL text with the names of the tables. */
	String sql(String sql) {
		return this.tables.sql(sql);
	}

	/** Return the values of the only column, which are texts and never null. */
	List<String> texts(String sql, Object... arguments) {
		return this.jdbc.query(sql(sql), (row, number) -> row.getString(1), arguments);
	}

	/** Do something in the caller's transaction, or in a new one if there is none. */
	<T extends @Nullable Object> T joining(Supplier<T> work) {
		return this.joined.execute((status) -> work.get());
	}

	/**
	 * Do something in a transaction of its own, which neither sees what the caller has
	 * not committed nor keeps locks until the caller commits.
	 */
	<T extends @Nullable Object> T inOwnTransaction(Supplier<T> work) {
		return this.own.execute((status) -> work.get());
	}

	/** Do something outside of any transaction, which reads what is committed by now. */
	<T extends @Nullable Object> T outsideTransactions(Supplier<T> work) {
		return this.none.execute((status) -> work.get());
	}

}
