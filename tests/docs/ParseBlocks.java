// SPDX-License-Identifier: BSL-1.0
import com.sun.source.util.JavacTask;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Parses each file that it is given as Java: a whole file, the members of a class, or statements. */
final class ParseBlocks {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private static String errors(String text) throws Exception {
        var file = new SimpleJavaFileObject(URI.create("string:///Block.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) {
                return text;
            }
        };
        var found = new DiagnosticCollector<JavaFileObject>();
        ((JavacTask) JAVAC.getTask(null, null, found, List.of("-proc:none"), null, List.of(file))).parse();
        var lines = new StringBuilder();
        for (var each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                lines.append(each.getLineNumber()).append(": ").append(each.getMessage(null)).append('\n');
            }
        }
        return lines.toString();
    }

    public static void main(String[] files) throws Exception {
        boolean failed = false;
        for (String file : files) {
            // The imports of a fragment stand first; "..." leaves out statements.
            String text = Files.readString(Path.of(file)).replaceAll("(?m)(?<=^ {0,40}|\\{ )\\.\\.\\.(?=$| \\})", "");
            String imports = String.join("\n", text.lines().filter(line -> line.startsWith("import ")).toList());
            String rest = String.join("\n", text.lines().map(line -> line.startsWith("import ") ? "" : line).toList());
            String whole = errors(text);
            if (!whole.isEmpty() && !errors(imports + "class Block {" + rest + "}").isEmpty()
                    && !errors(imports + "class Block { void block() {" + rest + "}}").isEmpty()) {
                System.out.println(file + ": no Java: " + whole.strip());
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }
}
