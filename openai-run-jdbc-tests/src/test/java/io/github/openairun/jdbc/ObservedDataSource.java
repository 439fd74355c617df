package io.github.openairun.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A {@link DataSource} that records the statements on our tables, and may be without its
 * database.
 */
class ObservedDataSource extends DelegatingDataSource implements AutoCloseable {

	private final List<String> statements = new CopyOnWriteArrayList<>();

	private volatile CountDownLatch back = new CountDownLatch(0);

	ObservedDataSource(DataSource dataSource) {
		super(dataSource);
	}

	@Override
	public Connection getConnection() throws SQLException {
		try {
			this.back.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLException(ex);
		}
		Connection connection = super.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement")) {
						String sql = (String) arguments[0];
						if (this.back.getCount() > 0) {
							throw new java.sql.SQLTransientConnectionException("The database is gone", "08006");
						}
						if (sql.contains("openai_run_")) {
							this.statements.add(sql);
						}
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	/** Let the database go; a pool waits for it. */
	void disconnect() {
		this.back = new CountDownLatch(1);
	}

	void reconnect() {
		this.back.countDown();
	}

	List<String> statements() {
		return this.statements;
	}

	@Override
	public void close() throws Exception {
		((AutoCloseable) getTargetDataSource()).close();
	}

}
