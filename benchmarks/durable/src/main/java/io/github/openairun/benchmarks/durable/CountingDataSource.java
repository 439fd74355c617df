package io.github.openairun.benchmarks.durable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts what is sent to the database. The embedded PostgreSQL has no
 * {@code pg_stat_statements}.
 */
final class CountingDataSource extends DelegatingDataSource {

	private final LongAdder statements = new LongAdder();

	private final LongAdder writes = new LongAdder();

	private final LongAdder commits = new LongAdder();

	private final Map<String, LongAdder> texts = new ConcurrentHashMap<>();

	CountingDataSource(DataSource dataSource) {
		super(dataSource);
	}

	Counts counts() {
		return new Counts(this.statements.sum(), this.writes.sum(), this.commits.sum());
	}

	/** Return how often each statement was sent, and forget it. */
	Map<String, Long> takeTexts() {
		Map<String, Long> taken = new TreeMap<>();
		this.texts.forEach((text, count) -> taken.put(text, count.sum()));
		this.texts.clear();
		return taken;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return proxy(Connection.class, (proxy, method, arguments) -> {
			if (method.getName().equals("commit")) {
				this.commits.increment();
			}
			Object result = call(connection, method, arguments);
			if (result instanceof PreparedStatement statement && arguments != null) {
				Class<? extends PreparedStatement> type = (result instanceof CallableStatement)
						? CallableStatement.class : PreparedStatement.class;
				return proxy(type, counting(connection, statement, (String) arguments[0]));
			}
			return (result instanceof Statement statement)
					? proxy(Statement.class, counting(connection, statement, null)) : result;
		});
	}

	private InvocationHandler counting(Connection connection, Statement statement, @Nullable String sql) {
		return (proxy, method, arguments) -> {
			if (method.getName().startsWith("execute")) {
				count(connection, (sql != null || arguments == null) ? sql : (String) arguments[0]);
			}
			return call(statement, method, arguments);
		};
	}

	private void count(Connection connection, @Nullable String sql) throws SQLException {
		String text = (sql != null) ? sql.strip().replaceAll("\\s+", " ") : "a batch";
		this.statements.increment();
		if (text.toLowerCase(Locale.ROOT).matches("(insert|update|delete|with .*(insert|update|delete)) .*")) {
			this.writes.increment();
		}
		if (connection.getAutoCommit()) {
			this.commits.increment();
		}
		this.texts.computeIfAbsent(text, (key) -> new LongAdder()).increment();
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(CountingDataSource.class.getClassLoader(), new Class<?>[] { type },
				handler));
	}

	@SuppressWarnings("NullAway") // A method may have no arguments, and return nothing.
	private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
