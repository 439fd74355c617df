package io.github.openairun.tool;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonReadContext;
import tools.jackson.core.json.ReaderBasedJsonParser;

import io.github.openairun.tool.schema.KnownNames;

/**
 * Reads JSON and notices names that an object has twice.
 * <p>
 * Jackson's own check makes a set for every object; this one remembers the names in an
 * array that the objects of one depth share.
 */
final class ArgumentParser extends ReaderBasedJsonParser {

	private final int firstCheckedDepth;

	private @Nullable List<String> duplicates;

	ArgumentParser(ArgumentParsers parsers, ObjectReadContext context, IOContext io, String json,
			int firstCheckedDepth) {
		super(context, io, parsers.streamFeatures(context), parsers.formatFeatures(context), null, parsers.symbols(),
				buffer(io, json), 0, json.length(), true);
		this.firstCheckedDepth = firstCheckedDepth;
	}

	ArgumentParser(ArgumentParsers parsers, ObjectReadContext context, IOContext io, Reader reader,
			int firstCheckedDepth) {
		super(context, io, parsers.streamFeatures(context), parsers.formatFeatures(context), reader, parsers.symbols());
		this.firstCheckedDepth = firstCheckedDepth;
	}

	private static char[] buffer(IOContext io, String json) {
		char[] buffer = io.allocTokenBuffer(json.length());
		json.getChars(0, json.length(), buffer, 0);
		return buffer;
	}

	@Override
	protected void createChildArrayContext(int line, int column) {
		if (this._streamReadContext.inRoot()) {
			enter(JsonReadContext.TYPE_ARRAY, line, column);
		}
		else {
			super.createChildArrayContext(line, column);
		}
	}

	@Override
	protected void createChildObjectContext(int line, int column) {
		if (this._streamReadContext.inRoot()) {
			enter(JsonReadContext.TYPE_OBJECT, line, column);
		}
		else {
			super.createChildObjectContext(line, column);
		}
	}

	/** The root is Jackson's; all that is in it remembers names. */
	private void enter(int type, int line, int column) {
		this._streamReadContext = new Names(this, this._streamReadContext, type, line, column);
	}

	boolean hasDuplicates() {
		return this.duplicates != null;
	}

	/** The paths of the names that were given twice so far. */
	List<String> duplicates() {
		return (this.duplicates != null) ? this.duplicates : List.of();
	}

	private void duplicate(TokenStreamContext context, String name) {
		if (this.duplicates == null) {
			this.duplicates = new ArrayList<>();
		}
		this.duplicates.add(Paths.join(path(context.getParent()), name));
	}

	private static String path(@Nullable TokenStreamContext context) {
		if (context == null || context.inRoot()) {
			return "";
		}
		String path = path(context.getParent());
		return context.inArray() ? Paths.element(path, context.getCurrentIndex())
				: Paths.join(path, String.valueOf(context.currentName()));
	}

	private static final class Names extends JsonReadContext implements KnownNames {

		private static final int MAX_ARRAY = 32;

		private static final @Nullable String[] NONE = {};

		private final ArgumentParser parser;

		private @Nullable String[] names = NONE;

		private int count;

		private @Nullable Set<@Nullable String> many;

		Names(ArgumentParser parser, JsonReadContext parent, int type, int line, int column) {
			super(parent, parent.getNestingDepth() + 1, null, type, line, column);
			this.parser = parser;
		}

		@Override
		public JsonReadContext createChildArrayContext(int line, int column) {
			return child(TYPE_ARRAY, line, column);
		}

		@Override
		public JsonReadContext createChildObjectContext(int line, int column) {
			return child(TYPE_OBJECT, line, column);
		}

		private JsonReadContext child(int type, int line, int column) {
			if (this._child == null) {
				this._child = new Names(this.parser, this, type, line, column);
				return this._child;
			}
			return this._child.reset(type, line, column);
		}

		@Override
		public JsonReadContext reset(int type, int line, int column) {
			this.count = 0;
			this.many = null;
			return super.reset(type, line, column);
		}

		@Override
		public void setCurrentName(String name) {
			super.setCurrentName(name);
			if (name != null && this._nestingDepth >= this.parser.firstCheckedDepth && !remember(name)) {
				this.parser.duplicate(this, name);
			}
		}

		private boolean remember(String name) {
			if (this.many != null) {
				return this.many.add(name);
			}
			if (has(name)) {
				return false;
			}
			if (this.count == MAX_ARRAY) {
				this.many = new HashSet<>(Arrays.asList(this.names));
				return this.many.add(name);
			}
			if (this.count == this.names.length) {
				this.names = Arrays.copyOf(this.names, Math.max(4, this.count * 2));
			}
			this.names[this.count++] = name;
			return true;
		}

		private boolean has(String name) {
			if (this.many != null) {
				return this.many.contains(name);
			}
			for (int i = 0; i < this.count; i++) {
				if (name.equals(this.names[i])) {
					return true;
				}
			}
			return false;
		}

		@Override
		public boolean lastObjectHas(String name) {
			return this._child instanceof Names last && last.has(name);
		}

	}

}
