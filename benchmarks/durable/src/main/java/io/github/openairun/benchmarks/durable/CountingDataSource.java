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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts what is sent to the database. The embedded PostgreSQL has no
 * {@code pg_stat_statements}.
 */
final class CountingDataSource extends DelegatingDataSource {

	private static final Pattern WRITES = Pattern.compile(
			"\\s*(insert|update|delete|with .*(insert|update|delete))\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private final LongAdder statements = new LongAdder();

	private final LongAdder writes = new LongAdder();

	private final LongAdder commits = new LongAdder();

	private final Map<String, Text> texts = new ConcurrentHashMap<>();

	CountingDataSource(DataSource dataSource) {
		super(dataSource);
	}

	Counts counts() {
		return new Counts(this.statements.sum(), this.writes.sum(), this.commits.sum());
	}

	/**
	 * Return how often each statement was sent, and forget it. Statements that differ in
	 * their numbers only are one.
	 */
	Map<String, Long> takeTexts() {
		Map<String, Long> taken = new TreeMap<>();
		this.texts.forEach((sql, text) -> taken.merge(sql.strip().replaceAll("\\s+", " ").replaceAll("\\b\\d+\\b", "#"),
				text.count().sum(), Long::sum));
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
		Text text = this.texts.computeIfAbsent((sql != null) ? sql : "a batch", Text::of);
		text.count().increment();
		this.statements.increment();
		if (text.writes()) {
			this.writes.increment();
		}
		if (connection.getAutoCommit()) {
			this.commits.increment();
		}
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type
			.cast(Proxy.newProxyInstance(CountingDataSource.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	@SuppressWarnings("NullAway") // A method may have no arguments, and return nothing.
	private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/** A statement, and how often it was sent. */
	private record Text(boolean writes, LongAdder count) {

		static Text of(String sql) {
			return new Text(WRITES.matcher(sql).matches(), new LongAdder());
		}

	}

}
