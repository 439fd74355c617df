package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads types as {@code request-types.txt} describes them.
 */
final class RequestTypeReader {

	private static final Pattern TOKEN = Pattern
		.compile("\\s*('[^']*'|[A-Za-z_][\\w]*|-?[\\d.]*\\.\\.-?[\\d.]*|/(?:[^/\\\\]|\\\\.)*/|[{}\\[\\]()<>|?,!=])");

	private final List<String> tokens = new ArrayList<>();

	private int position;

	private RequestTypeReader(String text) {
		Matcher matcher = TOKEN.matcher(text);
		int end = 0;
		while (matcher.lookingAt()) {
			this.tokens.add(matcher.group(1));
			end = matcher.end();
			matcher.region(end, text.length());
		}
		if (!text.substring(end).isBlank()) {
			throw new IllegalArgumentException("Not a type: " + text.substring(end));
		}
	}

	/**
	 * Reads a type.
	 */
	static RequestType read(String text) {
		return new RequestTypeReader(text).union();
	}

	private RequestType union() {
		List<RequestType> types = new ArrayList<>();
		do {
			types.add(one());
		}
		while (skip("|"));
		return (types.size() == 1) ? types.get(0) : new RequestType.Union(types);
	}

	private RequestType one() {
		String token = next();
		if (token.startsWith("'")) {
			return new RequestType.Literal(token.substring(1, token.length() - 1));
		}
		return switch (token) {
			case "any" -> new RequestType.Any();
			case "object" -> new RequestType.Entries(new RequestType.Any());
			case "boolean" -> new RequestType.Flag();
			case "null" -> new RequestType.Null();
			case "string" -> {
				Bounds bounds = bounds();
				yield new RequestType.Text(bounds.atLeast(), bounds.atMost(), pattern());
			}
			case "integer", "number" -> {
				Bounds bounds = bounds();
				yield new RequestType.Number(token.equals("integer"), bounds.minimum(), bounds.maximum());
			}
			case "map" -> {
				expect("<");
				RequestType value = union();
				expect(">");
				yield new RequestType.Entries(value);
			}
			case "[" -> {
				RequestType element = union();
				expect("]");
				Bounds bounds = bounds();
				yield new RequestType.ListOf(element, bounds.atLeast(), bounds.atMost());
			}
			case "{" -> fields();
			default -> new RequestType.Named(token);
		};
	}

	private RequestType fields() {
		Map<String, RequestType.Field> fields = new LinkedHashMap<>();
		boolean closed = skip("!");
		while (!skip("}")) {
			String name = next();
			boolean required = !skip("?");
			fields.put(name, new RequestType.Field(union(), required));
			skip(",");
		}
		return new RequestType.Fields(fields, closed);
	}

	private @Nullable Pattern pattern() {
		boolean given = this.position < this.tokens.size() && this.tokens.get(this.position).startsWith("/");
		if (!given) {
			return null;
		}
		String token = next();
		return Pattern.compile(token.substring(1, token.length() - 1).replace("\\/", "/"));
	}

	private Bounds bounds() {
		if (!skip("(")) {
			return new Bounds(null, null);
		}
		String[] bounds = next().split("\\.\\.", -1);
		expect(")");
		return new Bounds(bounds[0].isEmpty() ? null : Double.valueOf(bounds[0]),
				bounds[1].isEmpty() ? null : Double.valueOf(bounds[1]));
	}

	private String next() {
		return this.tokens.get(this.position++);
	}

	private boolean skip(String token) {
		boolean found = this.position < this.tokens.size() && this.tokens.get(this.position).equals(token);
		this.position += found ? 1 : 0;
		return found;
	}

	private void expect(String token) {
		if (!skip(token)) {
			throw new IllegalArgumentException("Expected '" + token + "' before "
					+ this.tokens.subList(Math.min(this.position, this.tokens.size()), this.tokens.size()));
		}
	}

	private record Bounds(@Nullable Double minimum, @Nullable Double maximum) {

		int atLeast() {
			return (this.minimum != null) ? this.minimum.intValue() : 0;
		}

		int atMost() {
			return (this.maximum != null) ? this.maximum.intValue() : Integer.MAX_VALUE;
		}

	}

}
