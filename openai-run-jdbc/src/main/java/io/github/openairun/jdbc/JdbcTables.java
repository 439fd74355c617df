package io.github.openairun.jdbc;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.util.Assert;

/**
 * The names of the tables, which begin with a prefix that the application can choose.
 *
 * @since 0.1.0
 */
public final class JdbcTables {

	/** The prefix of the schema scripts. */
	public static final String DEFAULT_PREFIX = "openai_run_";

	private static final Pattern PREFIX = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

	private static final Pattern INDEX = Pattern.compile(DEFAULT_PREFIX + "\\w+_idx\\b");

	private final String prefix;

	/**
	 * Create the names.
	 * @param prefix the prefix of all tables, which may begin with the name of a schema,
	 * such as {@code runs.openai_run_}
	 */
	public JdbcTables(String prefix) {
		Assert.notNull(prefix, "'prefix' must not be null");
		Assert.isTrue(PREFIX.matcher(prefix).matches(),
				() -> "'prefix' must consist of letters, digits and '_', after a schema if any, but is '" + prefix
						+ "'");
		this.prefix = prefix;
	}

	/**
	 * Return an SQL text with the names of the tables.
	 * @param sql the SQL, with tables that begin with {@link #DEFAULT_PREFIX}
	 * @return the SQL with the prefix of the application
	 */
	public String sql(String sql) {
		return this.prefix.equals(DEFAULT_PREFIX) ? sql : sql.replace(DEFAULT_PREFIX, this.prefix);
	}

	/**
	 * Return the text of a schema script with the names of the tables.
	 * @param script the script
	 * @return the script with the prefix of the application; names of indexes have no
	 * schema, because an index is always in that of its table
	 */
	public String script(String script) {
		String simplePrefix = this.prefix.substring(this.prefix.indexOf('.') + 1);
		return Arrays.stream(script.split("\\b(?=" + DEFAULT_PREFIX + ")"))
			.map((part) -> part.startsWith(DEFAULT_PREFIX)
					? (INDEX.matcher(part).lookingAt() ? simplePrefix : this.prefix)
							+ part.substring(DEFAULT_PREFIX.length())
					: part)
			.collect(Collectors.joining());
	}

	@Override
	public String toString() {
		return this.prefix;
	}

}
